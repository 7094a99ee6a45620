using System.Text.Json;
using OneVisit.Kit.Bus;
using OneVisit.Unit.Architecture;

namespace OneVisit.Unit.Snapshots;

/// <summary>
/// What is on the wire, checked in. A snapshot may gain members; one that loses or renames a member breaks departments that are not ours,
/// and needs a new message instead.
/// </summary>
public sealed class SnapshotTests
{
    public static TheoryData<string> Names() => [.. MessageTypes.Contracts.Names];

    private static byte[] Utf8(JsonElement json) => JsonSerializer.SerializeToUtf8Bytes(json);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_written_as_its_snapshot(string name)
    {
        var written = Written(Sample(name));

        Assert.True(JsonElement.DeepEquals(Snapshot(name), written), $"{name} is now written as {written}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_snapshot_is_read_whole(string name) =>
        Assert.True(JsonElement.DeepEquals(Snapshot(name), Written(MessageTypes.Contracts.Read(name, Utf8(Snapshot(name))))));

    [Fact]
    public void A_renamed_member_is_seen()
    {
        var renamed = JsonElement.Parse(Snapshot("task-held").GetRawText().Replace("\"holder\"", "\"owner\"", StringComparison.Ordinal));

        Assert.False(JsonElement.DeepEquals(renamed, Written(Sample("task-held"))));
        Assert.ThrowsAny<JsonException>(() => MessageTypes.Contracts.Read("task-held", Utf8(renamed)));
    }

    [Fact]
    public void A_member_added_by_a_newer_sender_is_ignored()
    {
        var newer = JsonElement.Parse(Snapshot("task-held").GetRawText().Replace("\"holder\"", "\"since\": \"yesterday\", \"holder\"", StringComparison.Ordinal));

        Assert.Equal(Sample("task-held"), MessageTypes.Contracts.Read("task-held", Utf8(newer)));
    }

    [Fact]
    public void There_is_a_snapshot_for_each_message_and_for_nothing_else() => Assert.Equal(
        MessageTypes.Contracts.Names.Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Repository.Root, Folder)).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    private const string Folder = "tests/Unit/Contracts/snapshots";

    private static object Sample(string name) => Samples.All.Single(s => MessageTypes.Contracts.NameOf(s) == name);

    private static JsonElement Snapshot(string name) => JsonElement.Parse(Repository.Read($"{Folder}/{name}.json"));

    private static JsonElement Written(object message)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            MessageTypes.Contracts.Write(json, message);
        return JsonElement.Parse(stream.ToArray());
    }
}
