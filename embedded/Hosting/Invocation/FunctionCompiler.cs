using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Work.Embedded.Hosting.Functions;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>Compiles binding, call and the reading of the result into one delegate, so that an invocation reflects on nothing.</summary>
internal static class FunctionCompiler
{
    public static FunctionCode Compile(MethodInfo method, ArgumentBinding binding)
    {
        var instance = Expression.Parameter(typeof(object), "instance");
        var call = method.IsStatic
            ? Expression.Call(method, binding.Arguments)
            : Expression.Call(Expression.Convert(instance, method.DeclaringType!), method, binding.Arguments);
        return Expression.Lambda<FunctionCode>(ReturnAdapter.Adapt(call), instance, ArgumentBinding.Context).Compile();
    }
}

/// <summary>Makes every kind of return value a <see cref="ValueTask{Object}"/>.</summary>
internal static class ReturnAdapter
{
    private const BindingFlags Own = BindingFlags.NonPublic | BindingFlags.Static;

    public static Expression Adapt(Expression call)
    {
        var type = call.Type;
        if (type == typeof(void))
        {
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        }

        var isGeneric = type.IsGenericType;
        return type == typeof(Task) ? Call(nameof(FromTask), call)
            : type == typeof(ValueTask) ? Call(nameof(FromValueTask), call)
            : isGeneric && type.GetGenericTypeDefinition() == typeof(Task<>) ? Call(nameof(FromTaskOf), call, type.GenericTypeArguments[0])
            : isGeneric && type.GetGenericTypeDefinition() == typeof(ValueTask<>) ? Call(nameof(FromValueTaskOf), call, type.GenericTypeArguments[0])
            : Call(nameof(FromValue), call, type);
    }

    private static MethodCallExpression Call(string adapter, Expression call, params Type[] result)
    {
        var method = typeof(ReturnAdapter).GetMethod(adapter, Own)!;
        return Expression.Call(result.Length == 0 ? method : method.MakeGenericMethod(result), call);
    }

    private static ValueTask<object?> FromValue<T>(T value) => new(HttpPart<T>.Of(value));

    private static async ValueTask<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromTaskOf<T>(Task<T> task) => HttpPart<T>.Of(await task);

    private static async ValueTask<object?> FromValueTaskOf<T>(ValueTask<T> task) => HttpPart<T>.Of(await task);

    /// <summary>A result with an <see cref="HttpResultAttribute"/> property answers with that property.</summary>
    private static class HttpPart<T>
    {
        private static readonly Func<T, object?>? Getter = Compile();

        public static object? Of(T value) => Getter is null || value is null ? value : Getter(value);

        private static Func<T, object?>? Compile()
        {
            var property = typeof(T).GetProperties().FirstOrDefault(one => one.GetCustomAttribute<HttpResultAttribute>() is not null);
            var value = Expression.Parameter(typeof(T));
            return property is null
                ? null
                : Expression.Lambda<Func<T, object?>>(Expression.Convert(Expression.Property(value, property), typeof(object)), value).Compile();
        }
    }
}
