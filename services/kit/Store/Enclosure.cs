namespace OneVisit.Kit.Store;

/// <summary>
/// What came with an entry of the journal and is kept with it as it came: the submission with which a case began, what a department was given to review. An aggregate's
/// row says with which entry the one in force came. So what never changes is not written again with every change of what does, and what was given before stays on file.
/// </summary>
public static class Enclosure
{
    /// <summary>The aggregate's column: the number of the entry, null where nothing has come yet.</summary>
    public const string Pointer = "enclosed_in";

    /// <summary>To be joined to the rows of an aggregate's table under this name.</summary>
    /// <param name="aggregate">The name the statement has for the aggregate's row.</param>
    public static string JoinTo(string aggregate) => $"left join journal enclosing on enclosing.owner = {aggregate}.id and enclosing.seq = {aggregate}.{Pointer}";

    /// <summary>The enclosure in force, in a statement with <see cref="JoinTo"/>: null where nothing has come yet, and no JSON where something has and is gone.</summary>
    public static string Of(string aggregate) => $"case when {aggregate}.{Pointer} is not null then coalesce(enclosing.enclosure, '') end";
}
