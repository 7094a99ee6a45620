using System.Diagnostics;
using RabbitMQ.Client;
using ConfigurationException = OneVisit.Kit.Store.ConfigurationException;

namespace OneVisit.Kit.Bus;

/// <summary>The connection to the broker: made when somebody needs it, and made again when it was lost.</summary>
internal sealed class RabbitLink(IReadOnlyList<Uri> nodes) : IAsyncDisposable
{
    /// <summary>After a failure nobody tries again for so long; all who come meanwhile are told the same.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConnectionFactory _factory = new()
    {
        Uri = nodes[0],
        ClientProvidedName = "onevisit",
        AutomaticRecoveryEnabled = false,
        // Two missed beats and a peer that has silently gone is known to be gone.
        RequestedHeartbeat = TimeSpan.FromSeconds(15),
        RequestedConnectionTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Tried in an order of chance, so that many processes spread over the nodes.</summary>
    private readonly IReadOnlyList<AmqpTcpEndpoint> _endpoints = [.. nodes.Select(node => new AmqpTcpEndpoint(node))];

    private RabbitSession? _session;
    private (long At, BusException Why)? _failure;
    private bool _closed;

    /// <summary>Null when there is a connection, or none was needed yet.</summary>
    public string? Trouble => _session is { Lost.IsCancellationRequested: true } ? Describe("the connection was lost") : _failure?.Why.Message;

    /// <exception cref="BusException">The broker cannot be reached, or does not let us in.</exception>
    public async Task<RabbitSession> ConnectAsync(CancellationToken cancel)
    {
        if (_session is { Lost.IsCancellationRequested: false } open)
            return open;
        await _one.WaitAsync(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_session is { Lost.IsCancellationRequested: false } opened)
                return opened;
            if (_failure is var (at, why) && Stopwatch.GetElapsedTime(at) < Pause)
                throw new BusException(why.Message, why);
            if (_session is { } lost)
                _ = lost.DisposeAsync().AsTask();
            _session = null;
            _session = await RabbitSession.OpenAsync(_factory, _endpoints, cancel);
            _failure = null;
            return _session;
        }
        catch (Exception e) when (e is not (BusException or OperationCanceledException or ObjectDisposedException))
        {
            var failure = new BusException(Describe(e.GetBaseException().Message), e);
            _failure = (Stopwatch.GetTimestamp(), failure);
            throw failure;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The failure of a start, under the setting's name.</summary>
    public static ConfigurationException Refused(Exception e) => new($"Bus: {e.Message}", e);

    public string Describe(string what) => $"RabbitMQ at {string.Join(", ", _endpoints.Select(e => $"{e.HostName}:{e.Port}"))}: {what}";

    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync();
        _closed = true;
        if (_session is not null)
            await _session.DisposeAsync();
        _one.Release();
    }
}
