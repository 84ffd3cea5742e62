using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.DurableTask.Entities;

/// <summary>A method of an entity, or of its state, with the arguments of one operation.</summary>
internal sealed class EntityCall
{
    private const BindingFlags Operations = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    private readonly object _target;
    private readonly MethodInfo _method;
    private readonly object?[] _arguments;

    private EntityCall(object target, MethodInfo method, object?[] arguments)
    {
        _target = target;
        _method = method;
        _arguments = arguments;
    }

    /// <summary>The method of the operation's name; null if there is none.</summary>
    /// <exception cref="AmbiguousMatchException">Several methods have the name.</exception>
    public static EntityCall? Find(object target, TaskEntityOperation operation)
        => target.GetType().GetMethod(operation.Name, Operations) is { } method
            ? new(target, method, Bind(method, operation))
            : null;

    /// <summary>Calls the method and waits for what it returns, by its declared type.</summary>
    public async ValueTask<object?> InvokeAsync()
    {
        object? returned = Invoke();
        Type declared = _method.ReturnType;
        if (declared.IsAssignableTo(typeof(Task)))
        {
            return await ResultOf((Task)returned!, declared);
        }

        if (declared == typeof(ValueTask))
        {
            await (ValueTask)returned!;
            return null;
        }

        if (declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            var task = (Task)declared.GetMethod(nameof(ValueTask.AsTask))!.Invoke(returned, null)!;
            return await ResultOf(task, typeof(Task<>).MakeGenericType(declared.GetGenericArguments()));
        }

        return returned;
    }

    private static async Task<object?> ResultOf(Task task, Type declared)
    {
        await task;
        return declared.IsGenericType ? declared.GetProperty(nameof(Task<>.Result))!.GetValue(task) : null;
    }

    private static object?[] Bind(MethodInfo method, TaskEntityOperation operation)
    {
        ParameterInfo[] parameters = method.GetParameters();
        if (parameters.GroupBy(IsContext).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new InvalidOperationException(
                $"'{method}' cannot serve '{operation}': it takes more than one {(repeated.Key ? "context" : "input")}.");
        }

        return [.. parameters.Select(parameter => IsContext(parameter) ? operation.Context : Input(parameter, operation))];
    }

    private static bool IsContext(ParameterInfo parameter) => parameter.ParameterType == typeof(TaskEntityContext);

    private static object? Input(ParameterInfo parameter, TaskEntityOperation operation)
    {
        if (operation.HasInput)
        {
            return operation.GetInput(parameter.ParameterType);
        }

        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new InvalidOperationException($"'{operation}' needs an input for '{parameter}', and the sender gave none.");
    }

    private object? Invoke()
    {
        try
        {
            return _method.Invoke(_target, _arguments);
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
            throw;
        }
    }
}
