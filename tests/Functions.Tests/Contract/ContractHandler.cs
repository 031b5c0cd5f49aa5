namespace Functions.Tests.Contract;

/// <summary>Holds every call of the tests, request and answer, against openapi.yaml.</summary>
public sealed class ContractHandler(HttpMessageHandler inner) : DelegatingHandler(inner);
