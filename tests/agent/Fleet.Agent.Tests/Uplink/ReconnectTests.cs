using Fleet.Agent.Uplink;

namespace Fleet.Agent.Tests.Uplink;

public sealed class ReconnectTests
{
    private const long Http11Required = 0xd;

    [Fact]
    public void What_the_transport_threw_is_told_in_words_whoever_noticed_it()
    {
        var raw = new HttpProtocolException(Http11Required, "The HTTP/2 server sent HTTP_1_1_REQUIRED", null);

        Assert.Contains("is no coordinator, or wants TLS", Reconnect.Reason(raw), StringComparison.Ordinal);
        Assert.Contains("is no coordinator, or wants TLS", Reconnect.Reason(new IOException("it failed", raw)), StringComparison.Ordinal);
    }
}
