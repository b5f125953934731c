using System.Globalization;
using Fleet.Agent.Spool;
using Fleet.Agent.Tests.Spool;
using Microsoft.Extensions.Logging.Abstractions;

// Appends to the spool in args[0] until it is killed, and says after each append that returned: sequence and name of the summary.
using var spool = SummarySpool.Open(args[0], new SpoolOptions(), TimeProvider.System, NullLogger.Instance);
var first = int.Parse(args[1], CultureInfo.InvariantCulture);
for (var n = first; ; n++)
{
    var sequence = spool.Append(SampleSummaries.Make(n, types: 50 + (n % 400)));
    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sequence} {SampleSummaries.NameOf(n)}"));
}
