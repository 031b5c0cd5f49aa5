using System.ComponentModel;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Local.Worker.Functions;

/// <summary>Binds a route parameter by name.</summary>
static class RouteParameter
{
    // What the real worker's converters understand; anything else is bound as a string and parsed by the function.
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double),
        typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
    ];

    public static Expression Read(ParameterInfo parameter, Expression http)
    {
        var type = parameter.ParameterType;
        if (!Known.Contains(Nullable.GetUnderlyingType(type) ?? type))
            throw new InvalidOperationException($"Route parameter '{parameter.Name}' of {parameter.Member.DeclaringType} is a {type}: bind a string and parse it.");
        var absent = Expression.Constant(
            parameter.HasDefaultValue ? parameter.DefaultValue : type.IsValueType ? Activator.CreateInstance(type) : null, type);
        return Expression.Call(typeof(RouteParameter), nameof(Value), [type], http, Expression.Constant(parameter.Name), absent);
    }

    private static T Value<T>(HttpContext http, string name, T absent) => http.Request.RouteValues[name] switch
    {
        null => absent,
        T value => value,
        var other => Converter<T>.From(name, other.ToString()!),
    };

    private static class Converter<T>
    {
        private static readonly TypeConverter Known = TypeDescriptor.GetConverter(typeof(T));

        /// <exception cref="FormatException">As in the real worker: 500, unless the route's constraint made it a 404 before.</exception>
        public static T From(string name, string text)
        {
            try
            {
                return (T)Known.ConvertFromInvariantString(text)!;
            }
            catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
            {
                throw new FormatException($"Route parameter '{name}' is not a {typeof(T).Name}: '{text}'. A route constraint would answer 404.", e);
            }
        }
    }
}
