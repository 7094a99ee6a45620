using Microsoft.Extensions.Logging;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>Prints warnings and errors of the platform under measurement: a run that met one measured something else.</summary>
internal sealed class Complaints : ILogger, ILoggerFactory
{
    public static readonly Complaints Logger = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Benchmark.Say($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
