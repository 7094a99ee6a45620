namespace OneVisit.Conformance.AgainstPlatform;

/// <content>Being told, where the platform tells.</content>
internal sealed partial class DepartmentPlay
{
    private Task WebhooksAsync()
    {
        foreach (var check in PlatformChecks.OfWebhooks)
            _sheet.Skip(check, "This platform offers no webhooks.");
        return Task.CompletedTask;
    }
}
