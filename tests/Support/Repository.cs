namespace OneVisit.Support;

/// <summary>Where things of this repository are.</summary>
public static class Repository
{
    /// <summary>A project's own build output, of the same configuration as these tests.</summary>
    public static string Output(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (here.Name, here.Parent!.Name);
        return Path.Combine(Root, project, "bin", configuration, framework);
    }

    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                folder = folder.Parent ?? throw new InvalidOperationException("This runs from within the repository.");
            return folder.FullName;
        }
    }
}
