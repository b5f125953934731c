using System.Net;
using System.Net.Sockets;
using Fleet.Console.Tests.Service;

namespace Fleet.Console.Tests.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "Say what to do, for example 'fleet leaks'")]
    [InlineData("bogus", "'bogus' is no command, argument or option here. See 'fleet --help'.")]
    [InlineData("nodes --bogus", "'--bogus' is no command, argument or option here. See 'fleet nodes --help'.")]
    [InlineData("types", "Required argument 'INSTANCE' missing for command: 'types'")]
    [InlineData("types dma-07", "'dma-07' names no instance: give node/pid")]
    [InlineData("types dma-07/x", "'dma-07/x' names no instance")]
    [InlineData("types dma-07/1 --top many", "--top takes a number of rows, 0 for all, not 'many'")]
    [InlineData("types dma-07/1 --top -1", "--top takes a number of rows")]
    [InlineData("types dma-07/1 --at yesterday", "'yesterday' is no time: give ISO 8601")]
    [InlineData("diff dma-07/1 --from yesterday", "'yesterday' is no time: give ISO 8601")]
    [InlineData("diff dma-07/1 --from -1h --to tomorrow", "'tomorrow' is no time: give ISO 8601")]
    [InlineData("diff dma-07/1 --from -1h --to -2h", "must lie before --to")]
    [InlineData("trend", "Say what to draw")]
    [InlineData("trend --protocol P --type T", "Give --type or --protocol, not both")]
    [InlineData("trend --type T --from -1h --to -2h", "must lie before --to")]
    [InlineData("trend --type T --from -1h --to tomorrow", "'tomorrow' is no time: give ISO 8601")]
    [InlineData("look", "Say which instances")]
    [InlineData("dump --wait", "Say which instances")]
    [InlineData("dump dma-07/1 --kind huge", "Must be one of")]
    [InlineData("dump dma-07/1 --timeout 0", "--timeout takes a number of seconds above 0, not '0'")]
    [InlineData("dump-get ID", "Option '--output' is required")]
    [InlineData("commands c1 --node dma-07", "Give ID alone, or --node and --top to list")]
    [InlineData("heap", "Say whose heap")]
    [InlineData("heap --pid 1 --dump x", "Say whose heap")]
    [InlineData("heap --pid 0", "--pid takes")]
    [InlineData("heap --pid 1 --pause-budget-ms 99999999999", "--pause-budget-ms takes milliseconds from 1 to 2147483647, not '99999999999'")]
    [InlineData("nodes --coordinator ftp://dma-07", "give a URL of scheme http or https")]
    [InlineData("nodes --coordinator dma-07", "give a URL of scheme http or https")]
    public async Task Bad_usage_is_exit_code_2_and_one_line_that_says_what_is_right(string commandLine, string complaint)
    {
        var run = (await FleetProcess.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Expect(2);

        Assert.Contains(complaint, run.Complaint, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("leaks", "--json")]
    [InlineData("types", "dma-07/1")]
    [InlineData("dump", "--node", "dma-07", "--wait")]
    public async Task A_coordinator_that_is_not_there_is_told_in_one_line(params string[] command)
    {
        var url = $"http://127.0.0.1:{UnusedPort()}";

        var run = (await FleetProcess.RunAsync([.. command, "--coordinator", url])).Expect(1);

        Assert.Equal($"No coordinator answers at {url}: start one with 'fleet-coordinator' or give --coordinator URL.", run.Complaint);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Something_that_is_no_coordinator_is_told_in_one_line()
    {
        using var listener = new HttpListener();
        var url = $"http://127.0.0.1:{UnusedPort()}";
        listener.Prefixes.Add(url + "/");
        listener.Start();

        var run = (await FleetProcess.RunAsync("nodes", "--coordinator", url)).Expect(1);

        Assert.Contains(url, run.Complaint, StringComparison.Ordinal);
        Assert.Contains("--coordinator", run.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("http", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("https", "SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("https", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    public async Task The_port_of_something_else_is_told_without_what_a_library_says_of_it(string scheme, string says)
    {
        await using var server = new OtherServer(says);

        var run = (await FleetProcess.RunAsync("nodes", "--coordinator", $"{scheme}://{server.Address}")).Expect(1);

        // What is answered in clear text can be lost to the end of the connection that it comes with.
        string[] complaints = scheme is "https"
            ? [$"What answers at https://{server.Address} speaks no TLS, or shows a certificate that is not trusted here: give --coordinator http://… where there is no TLS, else have the certificate's issuer trusted."]
            :
            [
                $"What answers at http://{server.Address} is no coordinator, or wants TLS: give --coordinator URL with the port of the coordinator's --listen, 7070 by default, or https:// for a TLS proxy.",
                $"What answers at http://{server.Address} hung up: try again in a moment if it is a proxy, whose coordinator may be restarting, else give --coordinator URL with the port of the coordinator's --listen, 7070 by default, and https:// for a TLS proxy only.",
            ];
        Assert.Contains(run.Complaint, complaints);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Who_hangs_up_may_be_a_proxy_of_a_coordinator_that_is_away(string scheme)
    {
        await using var server = new OtherServer("");

        var run = (await FleetProcess.RunAsync("nodes", "--coordinator", $"{scheme}://{server.Address}")).Expect(1);

        Assert.StartsWith($"What answers at {scheme}://{server.Address} hung up: try again in a moment if it is a proxy", run.Complaint, StringComparison.Ordinal);
        Assert.Contains("--listen, 7070 by default", run.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_is_not_taken_for_one_with_TLS()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet());
        var url = host.Url.Replace("http://", "https://", StringComparison.Ordinal);

        var run = (await FleetProcess.RunAsync("nodes", "--coordinator", url)).Expect(1);

        Assert.StartsWith($"What answers at {url} speaks no TLS, or ", run.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_can_t_be_written_is_told_in_one_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no device that is always full.");

        var run = (await FleetProcess.RunIntoAsync("/dev/full", "config", "show")).Expect(1);

        Assert.StartsWith("The answer can't be written: ", run.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var run = (await FleetProcess.RunAsync("--help")).Expect(0);

        string[] commands = ["heap", "nodes", "instances", "leaks", "leak", "trend", "types", "diff", "look", "dump", "dumps", "dump-get", "commands", "config"];
        Assert.All(commands, c => Assert.Contains($"\n  {c} ", run.Output, StringComparison.Ordinal));
    }

    private static int UnusedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
