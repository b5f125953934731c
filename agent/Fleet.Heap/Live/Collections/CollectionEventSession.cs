using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Fleet.Heap.Live.Collections;

/// <summary>
/// A session on a process's diagnostics port that streams the runtime's collection events
/// (https://github.com/dotnet/diagnostics/blob/main/documentation/design-docs/ipc-protocol.md). The runtime ends it when we stop it, and
/// also when we are gone. Every wait is bounded: a process that is stopped answers nothing.
/// </summary>
internal sealed class CollectionEventSession : IDisposable
{
    /// <summary>Tells of starts and ends.</summary>
    public const string Provider = "Microsoft-Windows-DotNETRuntime";

    /// <summary>Tells what a collection in the background is about.</summary>
    public const string PrivateProvider = "Microsoft-Windows-DotNETRuntimePrivate";

    private const byte EventPipe = 2;
    private const byte Collect = 3;
    private const byte Stop = 1;
    private const byte ServerSet = 0xFF;
    private const byte ServerOk = 0;
    private const int HeaderBytes = 20;
    private const uint BufferMegabytes = 8;
    private const ulong CollectionKeyword = 1; // of either provider
    private const uint Informational = 4;
    private const uint NetTrace = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Socket _socket;
    private readonly ulong _id;

    private CollectionEventSession(string path, Socket socket, ulong id)
    {
        _path = path;
        _socket = socket;
        _id = id;
        Events = new NetworkStream(socket, ownsSocket: false);
    }

    /// <summary>The events, in the nettrace format; ends after <see cref="End"/>.</summary>
    public Stream Events { get; }

    /// <summary>More bytes than the stream has can't have been lost in the buffers of the process.</summary>
    public static long SafeBytes => (long)BufferMegabytes << 17;

    /// <summary>Begins one: every collection that starts or ends from now on is told of.</summary>
    /// <exception cref="IOException">The port is not there, does not answer or refuses.</exception>
    public static CollectionEventSession Begin(string path)
    {
        var payload = new List<byte>();
        Add(payload, BufferMegabytes);
        Add(payload, NetTrace);
        payload.Add(0); // no rundown: no names of methods are needed
        Add(payload, 2u);
        foreach (var provider in (string[])[Provider, PrivateProvider])
        {
            AddLong(payload, CollectionKeyword);
            Add(payload, Informational);
            Add(payload, provider);
            Add(payload, ""); // no filter
        }

        var socket = Connect(path);
        try
        {
            return new CollectionEventSession(path, socket, Ask(socket, Collect, [.. payload]));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Ends it: what was told until now is in the stream, then it ends.</summary>
    /// <exception cref="IOException">The port does not answer.</exception>
    public void End()
    {
        using var socket = Connect(_path);
        var id = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(id, _id);
        _ = Ask(socket, Stop, id);
    }

    public void Dispose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both); // ends a read that waits
        }
        catch (SocketException)
        {
            // the other end was faster
        }

        Events.Dispose();
        _socket.Dispose();
    }

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
            SendTimeout = (int)Patience.TotalMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new IOException($"the diagnostics port {path} can't be opened: {e.Message}", e);
        }
    }

    private static ulong Ask(Socket socket, byte command, byte[] payload)
    {
        var message = new byte[HeaderBytes + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (EventPipe, command);
        payload.CopyTo(message, HeaderBytes);
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: false);
            stream.Write(message);
            var answer = new byte[HeaderBytes + 8];
            stream.ReadExactly(answer.AsSpan(0, HeaderBytes));
            var length = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(14));
            if (answer[16] != ServerSet || answer[17] != ServerOk || length != answer.Length)
                throw new IOException("the diagnostics port refuses a session of collection events");

            stream.ReadExactly(answer.AsSpan(HeaderBytes, 8));
            return BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(HeaderBytes));
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException)
        {
            throw new IOException($"the diagnostics port does not answer: {e.Message}", e);
        }
    }

    private static void Add(List<byte> bytes, uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        bytes.AddRange(four);
    }

    private static void AddLong(List<byte> bytes, ulong value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
        bytes.AddRange(eight);
    }

    private static void Add(List<byte> bytes, string value)
    {
        if (value.Length == 0)
        {
            Add(bytes, 0u);
            return;
        }

        Add(bytes, (uint)value.Length + 1);
        bytes.AddRange(Encoding.Unicode.GetBytes(value + '\0'));
    }
}
