using System.Runtime.InteropServices;
using Bench;
using Bench.Baseline;
using Bench.Split;

if (args is [ServeBaseline.Option, var connectionString])
    return await ServeBaseline.Run(connectionString);
if (args is [ServeHostAlone.Option])
    return await ServeHostAlone.Run();

if (!Options.TryParse(args, out var options, out var complaint))
{
    Console.Error.WriteLine(complaint);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopGently);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopGently);

try
{
    return await options.Run(options, stop.Token);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
catch (Exception failure) when (failure is BenchException or IOException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

// Everything started is ended by the `await using` on the way out, so an interrupt must unwind, not kill.
void StopGently(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
