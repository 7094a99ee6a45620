namespace OneVisit.Kit.Hosting;

/// <summary>The first lines on the terminal: where it listens, and what to do next.</summary>
internal static class Greeting
{
    private static readonly Uri Usual = new("http://localhost:8080/");

    public static string Of(IReadOnlyList<IService> services, Uri address, About about, bool development, bool virtualClock)
    {
        var gateway = services.Any(s => s.Name == "gateway");
        var head = $"""
            OneVisit {about.Version} listens on {address}
              services  {string.Join(", ", about.Services)}
              store     {about.Store}, bus {about.Bus}
            """;
        if (virtualClock)
            head += $"\n  clock     virtual: put it forward with POST {address}dev/clock";
        if (!gateway)
            return head;
        head += $"\n  docs      {address}docs";
        return development ? $"{head}\n\n{Next(address)}" : head;
    }

    private static string Next(Uri address) => $$"""
        Next: open a company, from another terminal:
          dotnet run --project services/all -- demo{{(address == Usual ? "" : $" --url {address}")}}
        or by hand (each company name can be taken once):
          TOKEN=$(curl -s {{address}}dev/tokens -H 'Content-Type: application/json' -d '{"subject":"zhang-san","name":"张三","role":"applicant"}' | grep -o '"accessToken":"[^"]*' | cut -d'"' -f4)
          curl -s {{address}}api/cases -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d @contracts/examples/business-start-up.json
        """;
}
