using System.Runtime.InteropServices;
using OneVisit.Conformance;

// conformance --department tax --url http://their-system/webhook --secret whsec_…    plays the platform against a department's system
// conformance --department tax --pull                                                likewise, against one that asks
// conformance --department tax --platform http://localhost:8080                      plays the department against a platform
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await ConformanceKit.RunAsync(args, Console.Out, Console.Error, TimeProvider.System, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
