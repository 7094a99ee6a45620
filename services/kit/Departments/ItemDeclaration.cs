namespace OneVisit.Kit.Departments;

/// <summary>What an item may ask of an applicant: the papers and the fields it declares, whatever the answers that decide which of them it does ask for.</summary>
public interface IItemDeclaration
{
    bool DeclaresMaterial(string material);

    /// <param name="pointer">Into the form (RFC 6901); a place within a list is one of its form.</param>
    bool DeclaresField(string pointer);
}

/// <summary>The declaration of an item; null when it is not known, and nothing can be said of it.</summary>
public delegate IItemDeclaration? DeclarationOf(ItemVersion item);
