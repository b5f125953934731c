using Fleet.Contracts.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>
/// Answers over HTTP in the same JSON as the console's <c>--json</c>: one spelling of enumeration values, moments and absent messages for scripts,
/// whichever way they ask. Transcoding binds the request and has a form of its own for the answer, which can't be configured so far: the
/// message is kept on its way, and written here in place of what transcoding writes.
/// </summary>
internal sealed class TranscodedJson : Interceptor
{
    private static readonly object Key = new();

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var response = await continuation(request, context);
        if (response is IMessage message && context.GetHttpContext().Items.ContainsKey(Key))
            context.GetHttpContext().Items[Key] = message;
        return response;
    }

    /// <summary>Serves one request for JSON.</summary>
    public static async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        context.Items[Key] = null;
        var body = context.Response.Body;
        using var transcoded = new MemoryStream();
        context.Response.Body = transcoded;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        if (context.Items[Key] is IMessage answer && context.Response.StatusCode == StatusCodes.Status200OK)
        {
            await MessageJson.WriteAsync(body, answer, context.RequestAborted);
            return;
        }

        // An error, in transcoding's form.
        transcoded.Position = 0;
        await transcoded.CopyToAsync(body, context.RequestAborted);
    }
}
