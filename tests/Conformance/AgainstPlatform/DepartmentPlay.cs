namespace OneVisit.Conformance.AgainstPlatform;

internal sealed class DepartmentPlay
{
    public static Task RunAsync(Settings settings, Sheet sheet, TextWriter errors, TimeProvider time, CancellationToken cancel) => Task.CompletedTask;
}
