using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneVisit.Support;

/// <summary>A server of a department's own, which goes down and comes up again at the same address.</summary>
public abstract class DepartmentServer : IAsyncDisposable
{
    private WebApplication? _app;
    private int _port;

    protected string Address => $"http://127.0.0.1:{_port}";

    /// <summary>Listens, at the same address as before.</summary>
    public async Task UpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address);
        var app = builder.Build();
        app.Map("/{**path}", TakeAsync);
        await app.StartAsync();
        _port = new Uri(app.Urls.First()).Port;
        _app = app;
    }

    /// <summary>Nobody listens any more.</summary>
    public async Task DownAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await DownAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Keeps what it is sent, and answers as it is told to.</summary>
    protected abstract Task TakeAsync(HttpContext http);
}
