using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>A department. With a region it becomes the authority <c>430602.tax</c>.</summary>
/// <param name="Id">Also the name of its folder, its service and its queue.</param>
/// <param name="Desk">True: it has no code of its own; people, or completeness alone, decide its items on the shared service <c>desk</c>.</param>
public sealed record Department(string Id, Text Name, bool Desk = false);

/// <summary><c>departments.yaml</c>.</summary>
internal sealed record DepartmentsText(IReadOnlyList<Department> Departments);
