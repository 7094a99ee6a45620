using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using OneVisit.Kit;

namespace OneVisit.Unit;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData(nameof(JsonText.Options))]
    [InlineData(nameof(JsonText.WithNulls))]
    public void Options_that_many_answers_use_at_once_are_settled_before_the_first(string options)
    {
        // Loaded once more, because here they have long been used.
        var unused = new AssemblyLoadContext("unused", isCollectible: true);
        try
        {
            var kit = unused.LoadFromAssemblyPath(typeof(JsonText).Assembly.Location).GetType(typeof(JsonText).FullName!)!;
            Assert.NotSame(typeof(JsonText), kit);

            Assert.True(((JsonSerializerOptions)kit.GetField(options, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).IsReadOnly);
        }
        finally
        {
            unused.Unload();
        }
    }
}
