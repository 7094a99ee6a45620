using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OneVisit.Kit.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OneVisit.Kit.Telemetry;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; traces and metrics over OTLP when the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a receiver.</summary>
internal static class TelemetrySetup
{
    public static void AddPlatformTelemetry(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<IService> running)
    {
        var otlp = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        var name = running.Count == 1 ? $"onevisit-{running[0].Name}" : "onevisit";
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Instruments.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
                if (otlp)
                    metrics.AddOtlpExporter();
            });
        // Spans cost: they are made only when somebody receives them.
        if (otlp)
            telemetry.WithTracing(traces => traces.AddSource(Instruments.Name).AddAspNetCoreInstrumentation().AddOtlpExporter());
    }
}
