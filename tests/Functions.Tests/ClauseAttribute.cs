using Xunit.v3;

namespace Functions.Tests;

/// <summary>The clause that a test holds the code to: a trait, so that the tests of a clause can be listed and run.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ClauseAttribute(string id) : Attribute, ITraitAttribute
{
    public string Id => id;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Clause", id)];
}
