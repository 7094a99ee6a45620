using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Hosting;

/// <summary>A service says what it is, once; the host runs one of them in a process, or all, with the same code.</summary>
public interface IService
{
    /// <summary>One name everywhere: folder, service, queue, container, schema.</summary>
    string Name { get; }

    /// <summary>The port it listens on when nothing else is configured and it runs alone.</summary>
    int DefaultPort { get; }

    void Describe(ServiceDescription service);
}

/// <summary>What a service is made of.</summary>
public sealed class ServiceDescription(IConfiguration configuration, IHostEnvironment environment, IServiceCollection services, IReadOnlySet<string> together)
{
    public IConfiguration Configuration { get; } = configuration;

    public IHostEnvironment Environment { get; } = environment;

    /// <summary>The container of the process, for what ASP.NET Core itself needs to be registered.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>The services that run in this process.</summary>
    public IReadOnlySet<string> Together { get; } = together;

    /// <summary>The table of the service's aggregate; null when it keeps nothing.</summary>
    public IAggregateTable? Aggregate { get; private set; }

    /// <summary>The steps that make all of the service's tables; none when it keeps nothing.</summary>
    public IReadOnlyList<Migration> Migrations { get; private set; } = [];

    /// <summary>The rules of the service's aggregate, an <see cref="IRules{TState}"/>; null when it keeps nothing.</summary>
    public object? Rules { get; private set; }

    internal Func<ProcessParts, IWorker>? Worker { get; private set; }
    internal Action<IEndpointRouteBuilder>? MapEndpoints { get; private set; }
    internal Action<WebApplication>? Pipeline { get; private set; }
    internal Func<CancellationToken, Task<Condition>>? Readiness { get; private set; }
    internal Func<About, CancellationToken, Task<About>>? Introduction { get; private set; }

    /// <summary>The service's aggregate: its rules, its table, the migrations that make the table, and its endpoints.</summary>
    public void Unit<TState>(Unit<TState> unit, IReadOnlyList<Migration> migrations, Action<IEndpointRouteBuilder, Running<TState>> endpoints)
        where TState : class
    {
        Running<TState>? running = null;
        Aggregate = unit.Table;
        Rules = unit.Rules;
        Migrations = [.. Migration.In(typeof(ServiceDescription).Assembly, "kit"), .. migrations];
        unit = unit with { MaxWaitingCommands = Settings.MaxWaitingCommands(Configuration), MaxBacklogAge = Settings.MaxBacklogAge(Configuration) };
        Worker = parts =>
        {
            var store = parts.Store(unit.Service, Migrations);
            var worker = new Worker<TState>(unit, store, parts.Bus, parts.Clock, parts.Log(unit.Service));
            running = new Running<TState>(worker, store, parts.Clock);
            return worker;
        };
        MapEndpoints = routes => endpoints(routes, running!);
    }

    /// <summary>Endpoints of a service that has no aggregate.</summary>
    public void Endpoints(Action<IEndpointRouteBuilder> endpoints) => MapEndpoints = endpoints;

    /// <summary>Middleware before every endpoint of the process.</summary>
    public void Before(Action<WebApplication> pipeline) => Pipeline = pipeline;

    /// <summary>What is looked at beside the store and the bus when the process is asked whether it is ready.</summary>
    public void ReadyWhen(Func<CancellationToken, Task<Condition>> check) => Readiness = check;

    /// <summary>Completes what <c>/api/about</c> says of this process, for a process that stands in front of others.</summary>
    public void Introduce(Func<About, CancellationToken, Task<About>> about) => Introduction = about;
}

/// <summary>What a service's endpoints work with.</summary>
public sealed record Running<TState>(Worker<TState> Worker, Store.Store Store, TimeProvider Clock)
    where TState : class;
