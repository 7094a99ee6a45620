using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using OneVisit.Generated;
using OneVisit.Generated.Api.Departments.Item.Tasks;
using OneVisit.Generated.Models;

// generated-client <platform> <department>: what a department's system does first, with the generated client alone. Prints the tasks that are open.
var (platform, department) = (args[0], args[1]);
var client = ClientOf(new AnonymousAuthenticationProvider());
var token = await client.Dev.Tokens.PostAsync(new TokenRequest { Subject = "generated", Role = "system", Department = department });
client = ClientOf(new BaseBearerTokenAuthenticationProvider(new Token(token!.AccessToken!)));
var tasks = await client.Api.Departments[department].Tasks.GetAsync(request => request.QueryParameters.StateAsGetStateQueryParameterType = GetStateQueryParameterType.Open);
foreach (var task in tasks!.Items!)
    Console.WriteLine($"{task.Task} {task.Item} {task.Lifecycle} {task.Version}");
return 0;

OneVisitClient ClientOf(IAuthenticationProvider authentication) => new(new HttpClientRequestAdapter(authentication) { BaseUrl = platform });

internal sealed class Token(string token) : IAccessTokenProvider
{
    public AllowedHostsValidator AllowedHostsValidator { get; } = new();

    public Task<string> GetAuthorizationTokenAsync(Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) => Task.FromResult(token);
}
