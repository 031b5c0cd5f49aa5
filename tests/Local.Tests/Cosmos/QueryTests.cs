using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Linq;
using static Local.Tests.Cosmos.ContainerReading;

namespace Local.Tests.Cosmos;

/// <summary>One item for each type of v: queries show by its id which types they find.</summary>
public sealed class QueryTests : IAsyncLifetime
{
    private Sandbox sandbox = null!;

    private Container Items => sandbox.Items;

    public async ValueTask InitializeAsync()
    {
        sandbox = await Sandbox.Open();
        foreach (var (id, v) in ((string, string)[])[("null", "null"), ("false", "false"), ("true", "true"), ("1", "1"), ("2.5", "2.5"), ("10", "10"),
            ("a", "\"a\""), ("b", "\"b\""), ("array", "[1,2]"), ("object", "{\"x\":1}")])
        {
            await Items.Put($$"""{"id":"{{id}}","pk":"p","v":{{v}},"n":{"v":{{v}} } }""");
        }
        await Items.Put("""{"id":"none","pk":"p","list":[{"k":"x"},{"k":"y"}]}""");
    }

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Theory]
    [InlineData("c.v = 1", "1")]
    [InlineData("c.v = 1.0", "1")]
    [InlineData("c.v > 1", "10 2.5")]
    [InlineData("c.v <= 2.5", "1 2.5")]
    [InlineData("2.5 >= c.v", "1 2.5")]
    [InlineData("c.v >= 'a'", "a b")]
    [InlineData("c.v < \"b\"", "a")]
    [InlineData("c.v = null", "null")]
    [InlineData("c.v = true", "true")]
    [InlineData("c.v", "true")]
    [InlineData("c.v != 1", "10 2.5 a array b false null object true")]
    [InlineData("NOT (c.v = 1)", "10 2.5 a array b false null object true")]
    [InlineData("NOT c.v", "false")]
    [InlineData("c.v = [1,2]", "array")]
    [InlineData("c.v = {'x':1}", "object")]
    [InlineData("c.v < true", "false")]
    [InlineData("c.missing = null", "")]
    [InlineData("c.missing != 1", "")]
    [InlineData("c.v > 1 OR c.v = 'a'", "10 2.5 a")]
    [InlineData("c.missing = 1 OR c.v = 1", "1")]
    [InlineData("c.missing = 1 AND c.v = 1", "")]
    [InlineData("NOT (c.missing = 1 AND c.v = 1)", "10 2.5 a array b false null object true")]
    [InlineData("c.v BETWEEN 2 AND 10", "10 2.5")]
    [InlineData("c.v NOT BETWEEN 2 AND 10", "1")]
    [InlineData("c.v IN (1, 'b', null)", "1 b null")]
    [InlineData("c.v NOT IN (1, 'b', null, false)", "10 2.5 a array object true")]
    [InlineData("c.n.v = 'a'", "a")]
    [InlineData("c['n']['v'] = 'a'", "a")]
    [InlineData("c.v[1] = 2", "array")]
    [InlineData("c.v.x = 1", "object")]
    [InlineData("c.list[1].k = 'y'", "none")]
    [InlineData("IS_DEFINED(c.v)", "1 10 2.5 a array b false null object true")]
    [InlineData("NOT IS_DEFINED(c.v)", "none")]
    [InlineData("IS_NULL(c.v)", "null")]
    [InlineData("IS_NUMBER(c.v)", "1 10 2.5")]
    [InlineData("STARTSWITH(c.id, '1')", "1 10")]
    [InlineData("STARTSWITH(c.v, 'A', true)", "a")]
    [InlineData("CONTAINS(c.id, 'ul')", "null")]
    [InlineData("ENDSWITH(c.id, 'y')", "array")]
    [InlineData("ARRAY_CONTAINS(c.v, 2)", "array")]
    [InlineData("ARRAY_CONTAINS(['a', 1], c.v)", "1 a")]
    [InlineData("ARRAY_CONTAINS(c.list, {'k':'x'})", "none")]
    [InlineData("ARRAY_LENGTH(c.v) = 2", "array")]
    [InlineData("c.v + 1 = 2 or c.v * 2 = 5", "1 2.5")]
    [InlineData("c.v = -(-1)", "1")]
    [InlineData("c.pk || c.v = 'pb'", "b")]
    [InlineData("c.v = '\\u0061'", "a")]
    public async Task Where_KeepsWhatIsTrue(string where, string ids)
    {
        Assert.Equal(ids, await Items.Ids($"WHERE {where}", "p"));
        Assert.Equal(ids, string.Join(' ', (await Items.Ids($"WHERE {where}")).Split(' ').Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("ORDER BY c.v", "none null false true 1 2.5 10 a b array object")]
    [InlineData("ORDER BY c.v DESC", "object array b a 10 2.5 1 true false null none")]
    [InlineData("WHERE IS_NUMBER(c.v) ORDER BY c.v OFFSET 1 LIMIT 1", "2.5")]
    public async Task OrderBy_SortsTypesThenValues(string clause, string ids) => Assert.Equal(ids, await Items.Ids(clause, "p"));

    [Theory]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "[11]")]
    [InlineData("SELECT VALUE COUNT(c.v) FROM c", "[10]")]
    [InlineData("SELECT VALUE SUM(c.v) FROM c WHERE IS_NUMBER(c.v)", "[13.5]")]
    [InlineData("SELECT VALUE SUM(c.v) FROM c", "[]")]
    [InlineData("SELECT VALUE MIN(c.v) FROM c", "[null]")]
    [InlineData("SELECT VALUE MAX(c.v) FROM c WHERE IS_PRIMITIVE(c.v)", "[\"b\"]")]
    [InlineData("SELECT VALUE AVG(c.v) FROM c WHERE c.v IN (1, 10)", "[5.5]")]
    [InlineData("SELECT COUNT(1) AS n, MAX(c.id) AS m FROM c WHERE c.v = 'zzz'", """[{"n":0}]""")]
    [InlineData("SELECT c.id, c.n.v AS w FROM c WHERE c.v = 'a'", """[{"id":"a","w":"a"}]""")]
    [InlineData("SELECT c.id, c.missing FROM c WHERE c.v = 'a'", """[{"id":"a"}]""")]
    [InlineData("SELECT VALUE c.missing FROM c", "[]")]
    [InlineData("SELECT VALUE {'k': c.v, 'l': [c.v]} FROM c WHERE c.v = 'a'", """[{"k":"a","l":["a"]}]""")]
    [InlineData("SELECT VALUE r.id FROM root r WHERE r.v = 'a'", "[\"a\"]")]
    [InlineData("SELECT TOP 2 VALUE c.id FROM c WHERE IS_NUMBER(c.v) ORDER BY c.v DESC", "[\"10\",\"2.5\"]")]
    [InlineData("SELECT DISTINCT VALUE c.pk FROM c", "[\"p\"]")]
    [InlineData("SELECT IS_NUMBER(c.v) AS number, COUNT(1) AS n FROM c GROUP BY IS_NUMBER(c.v)", """[{"number":true,"n":3},{"number":false,"n":8}]""")]
    public async Task Select_Answers(string sql, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(await Items.Query<JsonElement>(sql, "p")));
    }

    [Theory]
    [InlineData("SELEKT * FORM c")]
    [InlineData("SELECT * FROM c WHERE")]
    [InlineData("SELECT * FROM c WHERE c.a = 'x")]
    [InlineData("SELECT * FROM c WHERE c.a = @unknown")]
    [InlineData("SELECT * FROM c WHERE d.a = 1")]
    [InlineData("SELECT * FROM c WHERE FOO(c.a)")]
    [InlineData("SELECT * FROM c JOIN t IN c.tags")]
    [InlineData("SELECT * FROM c WHERE EXISTS(SELECT VALUE 1 FROM t IN c.tags)")]
    [InlineData("SELECT * FROM c WHERE c.a LIKE 'x%'")]
    public async Task Unsupported_Is400(string sql)
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => Items.Query<Doc>(sql, "p"));
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    [Fact]
    public async Task Linq_IsUnderstood()
    {
        var query = Items.GetItemLinqQueryable<Doc>()
            .Where(doc => doc.Pk == "p" && doc.Id.StartsWith("10")).OrderByDescending(doc => doc.Id).Select(doc => doc.Id);
        Assert.Equal(["10"], await query.ToFeedIterator().All());
    }

    [Fact]
    public async Task Parameters_AreValuesOfAnyType()
    {
        var query = new QueryDefinition("SELECT VALUE c.id FROM c WHERE c.v = @v OR ARRAY_CONTAINS(@ids, c.id)").WithParameter("@v", 2.5).WithParameter("@ids", new[] { "a", "none" });
        Assert.Equal(["2.5", "a", "none"], (await Items.GetItemQueryIterator<string>(query).All()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadMany_FindsThose()
    {
        var found = await Items.ReadManyItemsAsync<Doc>([("a", P), ("b", P), ("nope", P)]);
        Assert.Equal(2, found.Count);
    }
}
