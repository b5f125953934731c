using System.Net.Sockets;
using System.Security.Authentication;

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
        if (HungUp(cause))
        {
            return $"what answers {where} hung up: try again in a moment if it is a proxy, whose coordinator may be restarting, "
                + "else give --coordinator URL with the port of the coordinator's --listen, 7070 by default, and https:// for a TLS proxy only";
        }

        var chain = Chain(cause).ToList();
        return ErrorOf(chain) switch
        {
            HttpRequestError.NameResolutionError => $"no coordinator answers {where}, as no machine has that name: give --coordinator URL with its name or IP address",
            HttpRequestError.SecureConnectionError =>
                $"what answers {where} speaks no TLS, or shows a certificate that is not trusted here: give --coordinator http://… where there is no TLS, else have the certificate's issuer trusted",
            _ when chain.Exists(IsOfTheSocket) => $"no coordinator answers {where}: start one with 'fleet-coordinator' or give --coordinator URL",
            _ when chain.Exists(e => e is HttpProtocolException { ErrorCode: ProtocolError or Http11Required }) =>
                $"what answers {where} is no coordinator, or wants TLS: give --coordinator URL with the port of the coordinator's --listen, 7070 by default, or https:// for a TLS proxy",
            _ => null,
        };
    }

    /// <summary>
    /// Whether the other side took the connection and ended it, before it said anything or so soon that nobody heard. So does a proxy whose
    /// coordinator is away for a moment, and so does a server of another kind.
    /// </summary>
    /// <param name="cause">What the client's transport threw.</param>
    public static bool HungUp(Exception? cause)
    {
        var chain = Chain(cause).ToList();
        return !chain.Exists(IsOfTheSocket) && ErrorOf(chain) switch
        {
            HttpRequestError.InvalidResponse or HttpRequestError.Unknown => true,
            HttpRequestError.SecureConnectionError => !chain.Exists(e => e is AuthenticationException),
            _ => false,
        };
    }

    private static HttpRequestError? ErrorOf(IEnumerable<Exception> chain) => chain.OfType<HttpRequestException>().FirstOrDefault()?.HttpRequestError;

    private static bool IsOfTheSocket(Exception exception) => exception is SocketException or TimeoutException;

    private static IEnumerable<Exception> Chain(Exception? outermost)
    {
        for (var e = outermost; e is not null; e = e.InnerException)
            yield return e;
    }
}
