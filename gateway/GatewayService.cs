using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Gateway.Development;
using OneVisit.Gateway.Forwarding;
using OneVisit.Gateway.Identity;
using OneVisit.Gateway.Limits;
using OneVisit.Gateway.Reference;
using OneVisit.Kit;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Gateway;

/// <summary>
/// The one front door: says who calls, keeps the limits, and hands each request to the service it is for, in this process or behind it.
/// It knows addresses and callers, and no word of the business.
/// </summary>
public sealed class GatewayService : IService
{
    public string Name => "gateway";

    public int DefaultPort => 8080;

    public void Describe(ServiceDescription service)
    {
        var routes = Routes.Read(service.Configuration, service.Together, service.Environment);
        var behind = new ServicesBehind(routes);
        if (routes.Count > 0 && VirtualClock.IsWanted(service.Configuration, service.Environment))
            throw new ConfigurationException(VirtualClock.OneProcess);
        var issuer = IssuerSettings.Read(service.Configuration, service.Environment);
        var limit = RateLimit.Read(service.Configuration, service.Environment);

        service.Services.AddSingleton(_ => behind);
        service.Services.AddForwarding(service.Configuration);
        service.Services.AddBearerTokens(issuer);
        service.Services.AddLogging(logs => logs.AddFilter("Yarp", LogLevel.Error)); // what fails on the way is told once, by Forwarding
        service.Services.AddSingleton(new BodyLimit(Settings.MaxBodyBytes(service.Configuration)));
        service.Services.AddSingleton(_ => limit);
        service.Services.AddSingleton<MergedDescription>();

        service.Before(app =>
        {
            app.UseSecurityHeaders();
            app.UseBodyLimit();
            app.UseCallers();
        });
        service.Endpoints(endpoints =>
        {
            endpoints.MapForwarding(routes);
            endpoints.MapReference();
            endpoints.MapDevelopmentTokens();
            if (service.Environment.IsDevelopment())
                endpoints.MapDevelopmentClock(CityTime.Of(service.Configuration));
        });
        if (routes.Count > 0)
        {
            service.ReadyWhen(behind.ConditionAsync);
            service.Introduce(behind.IntroduceAsync);
        }
    }
}
