namespace OneVisit.Benchmarks;

/// <summary>What can be measured.</summary>
internal static class Usage
{
    public static int Refuse(string? name)
    {
        Console.Error.WriteLine($"""
            {(name is null ? "" : $"There is no benchmark '{name}'.")}
            dotnet run -c Release --project tests/Benchmarks -- <name> [--option value ...]

              parallel-approval   one submission, four departments, one join; RabbitMQ and PostgreSQL; beside it what
                                  PostgreSQL takes at one transaction a case, and the same work with MassTransit
              embedded            the same work in one process on SQLite and the in-memory bus
              peers               the same work with MassTransit, alone
              whole-life          the product: over HTTP through the gateway, until the last licence is issued
              growth              case view, inbox and new cases on a small and on a large store
              desks               two hundred officers at a hundred thousand open tasks: inbox and decisions, no act lost
              gateway             a case view through the gateway, and straight from the service
              rules               every decision of a case's life, in nanoseconds and bytes
              clock               due dates on one core, and what one allocates
              catalogue           five thousand items: loading, searching, compiling a bundle of six
              wakes               a million wait for their moment: how late they are woken, and after a day of nothing
              verify              the check of everything that is stored, on a small and on a large store
              soak                whole lives for a long time: memory, storage, latency minute by minute

            What each takes and what its figures mean: tests/README.md
            """);
        return 2;
    }
}
