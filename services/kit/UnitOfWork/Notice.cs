using OneVisit.Contracts;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>Somebody is to be told something: a row of the table <c>notice</c>, written with the decision that makes it, and so once.</summary>
/// <param name="Kind">A word programs may switch on: <c>warning</c>, <c>limit-extended</c>.</param>
/// <param name="Data">Written as JSON.</param>
public sealed record Notice(Audience To, string Kind, Text Text, object Data);

/// <summary>Who is told: everybody of the role whom the other members, where they are given, fit.</summary>
/// <param name="Region">The place; who is responsible for a larger one that holds it is told too.</param>
public sealed record Audience(Role Role, string? Subject = null, string? Department = null, string? Region = null);
