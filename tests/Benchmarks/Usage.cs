namespace OneVisit.Benchmarks;

/// <summary>What can be measured.</summary>
internal static class Usage
{
    public static int Refuse(string? name)
    {
        Console.Error.WriteLine($"""
            {(name is null ? "" : $"There is no benchmark '{name}'.")}
            dotnet run -c Release --project tests/Benchmarks -- <name> [--option value ...]

              parallel-approval   one submission, four departments, one join; RabbitMQ and PostgreSQL
              embedded            the same work in one process on SQLite and the in-memory bus

            Options: --runs 3  --seconds 10  --inflight 2048  --rates 10,50,200  --open-seconds 10
            """);
        return 2;
    }
}
