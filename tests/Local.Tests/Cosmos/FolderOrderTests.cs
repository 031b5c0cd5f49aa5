using System.Reflection;
using System.Reflection.Emit;
using Local.Cosmos;

namespace Local.Tests.Cosmos;

/// <summary>
/// A folder of the server uses those before it in this list, never one behind it: what is below can be read without what
/// is above.
/// </summary>
public sealed class FolderOrderTests
{
    private static readonly string[] FromBottomToTop =
        ["Protocol", "Items", "Partitions", "Storage", "Queries", "Operations", "Batches", "Feeds", "Resources", ""];

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    [Fact]
    public void NoFolder_UsesOneAboveIt()
    {
        var types = typeof(CosmosServer).Assembly.GetTypes().Where(IsInAFolder).ToList();
        var upward = types.SelectMany(type =>
            Used(type).Where(used => Rank(used) > Rank(type)).Select(used => $"{Name(type)} uses {Name(used)}"));
        Assert.Equal([], upward.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryFolder_HasAPlace() => Assert.Equal(
        FromBottomToTop.Order(StringComparer.Ordinal),
        typeof(CosmosServer).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Local.Cosmos", StringComparison.Ordinal) == true)
            .Select(Folder).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Server_RefersToNothingOfOurs() => Assert.DoesNotContain(
        typeof(CosmosServer).Assembly.GetReferencedAssemblies(), assembly => assembly.Name is "Local" or "Functions" or "Points");

    [Fact]
    public void Uses_InMethodBodiesAreSeen() =>
        Assert.Contains(typeof(Local.Cosmos.Items.ItemScan), Used(typeof(Local.Cosmos.Operations.PointOperations)));

    private static bool IsInAFolder(Type type) => type.Namespace?.StartsWith("Local.Cosmos", StringComparison.Ordinal) == true;

    private static string Folder(Type type) => type.Namespace!["Local.Cosmos".Length..].TrimStart('.');

    private static int Rank(Type type) => Array.IndexOf(FromBottomToTop, Folder(type));

    private static string Name(Type type) => $"{Folder(type)}/{(type.DeclaringType ?? type).Name}";

    private static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));
        Type?[] used =
        [
            type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Declared).Select(field => field.FieldType),
            .. methods.SelectMany(Signature), .. methods.SelectMany(Body),
        ];
        return used.OfType<Type>().SelectMany(Parts)
            .Where(part => part.Assembly == typeof(CosmosServer).Assembly && IsInAFolder(part)).Distinct();
    }

    private static IEnumerable<Type?> Signature(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType);

    /// <summary>Locals, and every type, method and field that an instruction names.</summary>
    private static IEnumerable<Type?> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il)
            yield break;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | il[at + 1]))] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments);
                yield return member as Type ?? member!.DeclaringType;
                foreach (var part in member is MethodBase called ? Signature(called) : [(member as FieldInfo)?.FieldType])
                    yield return part;
                foreach (var argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
                    yield return argument;
            }
            at += OperandSize(code.OperandType, il, at);
        }
    }

    private static int OperandSize(OperandType type, byte[] il, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        if (type.IsGenericParameter)
            return [];
        return type.IsConstructedGenericType
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
