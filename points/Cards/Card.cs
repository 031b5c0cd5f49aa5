using System.Text.Json.Serialization;
using Points.Programs;

namespace Points.Cards;

/// <summary>A card of an account.</summary>
public sealed record Card(string Number, string Medium, CardStatus Status, DateOnly IssuedOn);

[JsonConverter(typeof(CamelCaseNames<CardStatus>))]
public enum CardStatus { Active, Suspended, Retired }
