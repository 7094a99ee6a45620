using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OneVisit.Support;

/// <summary>A port in front of a server, so that a test can take the server away and bring it back while the server itself goes on.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly Lock _switch = new();
    private volatile ManualGate _flow = new();
    private readonly Func<Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>>? _answers;
    private TcpListener? _listener;
    private int _taken;

    /// <param name="answers">For each connection, what becomes of the server's bytes on their way to the client; null leaves them as they are.</param>
    public TcpProxy(Uri server, int defaultPort, Func<Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>>? answers = null)
    {
        _answers = answers;
        _host = server.Host;
        _port = server.Port > 0 ? server.Port : defaultPort;
        Restore();
    }

    /// <summary>The port on 127.0.0.1; it stays the same over cuts.</summary>
    public int Port { get; private set; }

    /// <summary>Connections taken so far.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public void Cut()
    {
        lock (_switch)
        {
            _listener?.Stop();
            _listener = null;
        }
        foreach (var socket in _open.Keys)
        {
            try
            {
                // Linger 0: the other side sees a reset at once, as when a machine goes down hard.
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
            }
            catch (ObjectDisposedException)
            {
                // Its connection has just ended by itself.
            }
        }
        _open.Clear();
    }

    /// <summary>A black hole: connections stay and new ones are taken, and nothing comes through any more.</summary>
    public void Hold() => _flow.Close();

    /// <summary>Connections that stand carry nothing any more, for good, and are not ended; new ones are carried.</summary>
    public void Bury()
    {
        _flow.Close();
        _flow = new ManualGate();
    }

    /// <summary>Lets connections through (again).</summary>
    public void Restore()
    {
        _flow.Open();
        lock (_switch)
        {
            if (_listener is not null)
                return;
            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync(_listener);
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptSocketAsync(), listener);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private async Task CarryAsync(Socket client, TcpListener listener)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            Interlocked.Increment(ref _taken);
            client.NoDelay = true;
            var flow = _flow;
            _open[client] = 0;
            _open[server] = 0;
            try
            {
                await server.ConnectAsync(_host, _port);
                if (listener == _listener)
                    await Task.WhenAny(CopyAsync(client, server, flow, null), CopyAsync(server, client, flow, _answers?.Invoke()));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One side is gone; the other is closed with it.
            }
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, ManualGate flow, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? change)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await flow.Opened;
                ReadOnlyMemory<byte> rest = buffer.AsMemory(0, count);
                for (rest = change?.Invoke(rest) ?? rest; rest.Length > 0;)
                    rest = rest[await to.SendAsync(rest)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed by Cut, or by the other side.
        }
    }

    /// <summary>Open or closed; who comes while it is closed waits.</summary>
    private sealed class ManualGate
    {
        private volatile TaskCompletionSource _open = Opening();

        public ManualGate() => _open.SetResult();

        public Task Opened => _open.Task;

        public void Close()
        {
            if (_open.Task.IsCompleted)
                _open = Opening();
        }

        public void Open() => _open.TrySetResult();

        private static TaskCompletionSource Opening() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
