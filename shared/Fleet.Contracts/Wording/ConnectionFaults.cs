using System.Net.Sockets;

namespace Fleet.Contracts.Wording;

/// <summary>Why no call comes about with a coordinator: what is wrong with its address, in words, and not how a library noticed.</summary>
public static class ConnectionFaults
{
    // RFC 9113, section 7: what a server answers that speaks something else, and one that speaks HTTP/1.1 only.
    private const long ProtocolError = 0x1;
    private const long Http11Required = 0xd;

    /// <summary>Half a sentence: what is wrong and what to do; null when the connection is not what failed.</summary>
    /// <remarks>For the agent and the console, which both have a switch <c>--coordinator</c>.</remarks>
    /// <param name="cause">What the client's transport threw; null where the server itself has answered.</param>
    /// <param name="where">The address as it is to be named, for example <c>at http://dma-01:7070</c>, or <c>there</c>.</param>
    public static string? Describe(Exception? cause, string where)
    {
        var chain = Chain(cause).ToList();
        return chain.OfType<HttpRequestException>().FirstOrDefault()?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"no coordinator answers {where}, as no machine has that name: give --coordinator URL with its name or IP address",
            HttpRequestError.SecureConnectionError =>
                $"what answers {where} speaks no TLS, or shows a certificate that is not trusted here: give --coordinator http://… where there is no TLS, else have the certificate's issuer trusted",
            _ when chain.Exists(e => e is SocketException or TimeoutException) =>
                $"no coordinator answers {where}: start one with 'fleet-coordinator' or give --coordinator URL",
            HttpRequestError.InvalidResponse or HttpRequestError.Unknown => NoCoordinator(where),
            _ when chain.Exists(e => e is HttpProtocolException { ErrorCode: ProtocolError or Http11Required }) => NoCoordinator(where),
            _ => null,
        };
    }

    private static string NoCoordinator(string where) =>
        $"what answers {where} is no coordinator, or wants TLS: give --coordinator URL with the port of the coordinator's --listen, 7070 by default, or https:// for a TLS proxy";

    private static IEnumerable<Exception> Chain(Exception? outermost)
    {
        for (var e = outermost; e is not null; e = e.InnerException)
            yield return e;
    }
}
