using Local.Cosmos.Items;

namespace Local.Cosmos.Storage;

/// <summary>How a value of an indexed path becomes a parameter of SQLite.</summary>
internal static class IndexBinding
{
    public static void Bind(this Statement statement, int index, in IndexValue value)
    {
        switch (value.Content)
        {
            case long integer:
                statement.Bind(index, integer);
                break;
            case double real:
                statement.Bind(index, real);
                break;
            case byte[] bytes when value.IsText:
                statement.BindText(index, bytes);
                break;
            case byte[] bytes:
                statement.BindBlob(index, bytes);
                break;
            default:
                statement.BindNull(index);
                break;
        }
    }
}
