namespace OneVisit.Kit.Hosting;

/// <summary>The first lines on the terminal: where it listens, and what to do next.</summary>
internal static class Greeting
{
    public static string Of(IReadOnlyList<IService> services, Uri address, About about, bool development)
    {
        var head = $"""
            OneVisit {about.Version} listens on {address}
              services  {string.Join(", ", about.Services)}
              store     {about.Store}, bus {about.Bus}
            """;
        if (services.All(s => s.Name != "gateway"))
            return head;
        return development
            ? $"""
              {head}
              docs      {address}docs

              Next: open a company, from another terminal:
                dotnet run --project services/all -- demo
              or by hand:
                TOKEN=$(curl -s {address}dev/tokens -H 'Content-Type: application/json' -d '{"{"}"subject":"zhang-san","name":"张三","role":"applicant"{"}"}' | grep -o '"accessToken":"[^"]*' | cut -d'"' -f4)
                curl -s {address}api/cases -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d @contracts/examples/business-start-up.json
              """
            : head;
    }
}
