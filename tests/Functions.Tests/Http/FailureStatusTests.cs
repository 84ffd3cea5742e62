using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Work.Functions.Http;

namespace Functions.Tests.Http;

/// <summary>A function that fails must not be answered as if it had not, on a host that sends the response as it is.</summary>
public sealed class FailureStatusTests
{
    // Where the worker keeps it.
    private const string RequestKey = "HttpRequestContext";

    [Fact]
    public async Task AFailureLeavesTheStatus500AndIsThrownOn()
    {
        var http = new DefaultHttpContext();
        var context = new Mock<FunctionContext>();
        context.SetupGet(of => of.Items).Returns(new Dictionary<object, object> { [RequestKey] = http });
        var middleware = new RefusalMiddleware(NullLogger<RefusalMiddleware>.Instance);

        await Assert.ThrowsAsync<TimeoutException>(() => middleware.Invoke(context.Object, _ => throw new TimeoutException()));

        Assert.Equal(StatusCodes.Status500InternalServerError, http.Response.StatusCode);
    }
}
