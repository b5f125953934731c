using System.Net;
using System.Net.Sockets;

namespace Fleet.Coordinator.Configuration;

/// <summary>An address to listen on.</summary>
internal sealed record ListenUrl(IPAddress Address, int Port)
{
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Why nothing can listen here, or null. Asked before anything is started, so that the answer stands alone.</summary>
    public string? Problem(string option)
    {
        try
        {
            using var socket = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(Address, Port));
            socket.Listen();
            return null;
        }
        catch (SocketException e)
        {
            return $"{Address}:{Port}: nothing can listen there ({e.Message}); choose another address with {option}.";
        }
    }

    /// <summary>Reads <c>http://address:port</c>; the host is an address, <c>localhost</c>, or <c>*</c> for every address.</summary>
    public static ListenUrl? Parse(string key, string text, ICollection<string> errors)
    {
        if (Uri.TryCreate(text.Replace("//*", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var url)
            && url is { Scheme: "http", PathAndQuery: "/" })
        {
            var host = url.Host.Trim('[', ']');
            if (host == "localhost")
                return new ListenUrl(IPAddress.Loopback, url.Port);
            if (IPAddress.TryParse(host, out var address))
                return new ListenUrl(address, url.Port);
        }

        errors.Add($"{key}: '{text}' is no address to listen on; write http://ADDRESS:PORT, for example http://127.0.0.1:7070 or http://*:7070.");
        return null;
    }
}
