namespace Points.Programs;

/// <summary>A value of the terms together with the clause that says so.</summary>
/// <param name="Is">The value.</param>
/// <param name="Clause">Clause id, e.g. <c>KKR-5.3</c>; null where the terms are silent and the value is only a default.</param>
/// <param name="Setting">True when the published text leaves the value to the operator and the one here is a sample.</param>
public sealed record Rule<T>(T Is, string? Clause = null, bool Setting = false);
