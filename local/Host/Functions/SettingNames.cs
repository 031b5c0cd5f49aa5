using Microsoft.Extensions.Configuration;

namespace Local.Host.Functions;

/// <summary>
/// The <c>%Name%</c> of a trigger's texts. A setting <c>A__B</c> is looked up as it is configured, <c>A:B</c>, so <c>%A__B%</c> is never
/// found. In Azure the function is disabled then and the rest of the app starts; here the app does not.
/// </summary>
sealed class SettingNames(IConfiguration configuration)
{
    /// <exception cref="InvalidOperationException">There is no such setting, or a percent sign is alone.</exception>
    public string Resolve(string function, string text)
    {
        var parts = text.Split('%');
        if (parts.Length % 2 == 0)
            throw new InvalidOperationException($"Function '{function}': '{text}' has a percent sign without its partner.");
        for (var i = 1; i < parts.Length; i += 2)
        {
            parts[i] = configuration[parts[i]] ?? throw new InvalidOperationException(
                $"Function '{function}': the setting '{parts[i]}' that '{text}' names does not exist. "
                + $"In Azure the function would be disabled.{Hint(parts[i])}");
        }
        return string.Concat(parts);
    }

    private static string Hint(string name) => name.Contains("__", StringComparison.Ordinal)
        ? $" Settings are looked up with colons: %{name.Replace("__", ":", StringComparison.Ordinal)}%."
        : "";
}
