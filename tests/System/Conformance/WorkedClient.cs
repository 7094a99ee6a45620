using System.Diagnostics;
using OneVisit.Support;

namespace OneVisit.SystemTests.Conformance;

/// <summary>A worked client as a process of its own.</summary>
internal sealed class WorkedClient : IDisposable
{
    private static readonly string Python = Path.Combine(Repository.Root, "contracts", "clients", "python", "department.py");
    private static readonly string CSharp = Path.Combine(Repository.Output("contracts/clients/csharp"), "OneVisit.Department.dll");

    private readonly Process _process;
    private readonly Task<string> _errors;

    private WorkedClient(string program, IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <param name="program"><c>python3</c> or <c>dotnet</c>.</param>
    public static WorkedClient Start(string program, string platform, params string[] more) =>
        new(program, [program == "dotnet" ? CSharp : Python, "--platform", platform, "--department", "tax", .. more]);

    /// <summary>What it said on standard error; ends it.</summary>
    public string Output
    {
        get
        {
            _process.Kill();
            return _errors.GetAwaiter().GetResult();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }
}
