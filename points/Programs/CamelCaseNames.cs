using System.Text.Json;
using System.Text.Json.Serialization;

namespace Points.Programs;

/// <summary>Enums in JSON by their camelCase name; numbers are refused.</summary>
public sealed class CamelCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
