using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>A department. With a region it becomes the authority <c>430602.tax</c>.</summary>
/// <param name="Id">Also the name of its folder, and of its service and queue when it has code of its own.</param>
/// <param name="Desk">True: it has no code of its own; the service <c>desk</c> handles its items as the catalogue says.</param>
public sealed record Department(string Id, Text Name, bool Desk = false);

/// <summary><c>departments.yaml</c>.</summary>
internal sealed record DepartmentsText(IReadOnlyList<Department> Departments);
