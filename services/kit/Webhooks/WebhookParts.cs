using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;

namespace OneVisit.Kit.Webhooks;

/// <summary>The webhooks of a service that handles tasks: settings, endpoints, and what delivers in the background.</summary>
internal sealed class WebhookParts
{
    private readonly InboxScope _scope;
    private readonly WebhookSettings _settings;
    private readonly WebhookTargets _targets;
    private Running<TaskState>? _running;
    private Webhooks? _webhooks;

    /// <exception cref="Store.ConfigurationException">A setting is wrong.</exception>
    public WebhookParts(ServiceDescription service, InboxScope scope)
    {
        _scope = scope;
        _settings = WebhookSettings.Read(service.Configuration);
        _targets = WebhookTargets.Read(service.Configuration[WebhookTargets.Setting], service.Environment.IsDevelopment());
        // Not AddHostedService: of that there is one of a type, and a process runs many departments.
        service.Services.AddSingleton<IHostedService>(provider => _webhooks = Make(provider));
    }

    public void Map(IEndpointRouteBuilder routes, Running<TaskState> running)
    {
        _running = running;
        new SubscriptionEndpoints(_scope, running.Store, running.Clock, TaskEvents.Kinds, _targets, _settings, () => _webhooks?.Subscribed()).Map(routes);
    }

    private Webhooks Make(IServiceProvider provider)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        return new Webhooks(
            () => _running!, _settings, new WebhookSender(_settings, _targets, clock, clock is VirtualClock virtualClock ? virtualClock.Real : clock), clock,
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("OneVisit.webhooks"));
    }
}
