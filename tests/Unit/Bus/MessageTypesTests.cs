using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Bus;
using OneVisit.Unit.Snapshots;

namespace OneVisit.Unit.Bus;

public sealed class MessageTypesTests
{
    [Fact]
    public void Every_message_of_the_contracts_has_a_name_of_its_own()
    {
        var messages = typeof(CaseMessage).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(CaseMessage)) && !t.IsAbstract).ToList();

        Assert.Equal(messages.Select(t => t.Name).Order(), Samples.All.Select(s => s.GetType().Name).Order());
        Assert.Equal(messages.Count, Samples.All.Select(MessageTypes.Contracts.NameOf).Distinct().Count());
        Assert.Equal(messages.Count, MessageTypes.Contracts.Names.Count);
    }

    [Fact]
    public void A_name_is_its_type_s_name_in_kebab_case() => Assert.All(
        Samples.All, s => Assert.Equal(JsonNamingPolicy.KebabCaseLower.ConvertName(s.GetType().Name), MessageTypes.Contracts.NameOf(s)));

    [Fact]
    public void A_name_is_not_given_twice() =>
        Assert.Throws<ArgumentException>(() => new MessageTypes().Add("task-held", ContractJson.Default.TaskHeld).Add("task-held", ContractJson.Default.CancelTask));

    [Fact]
    public void A_type_without_a_name_is_an_error_that_says_which() =>
        Assert.Contains("String has no wire name", Assert.Throws<InvalidOperationException>(() => MessageTypes.Contracts.NameOf("hello")).Message, StringComparison.Ordinal);
}
