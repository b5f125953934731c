using System.Collections;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Json;

/// <summary>
/// The JSON form of the console API's messages, the same from the console's <c>--json</c> and from the coordinator over HTTP. Every field is there, in camelCase. Numbers are numbers, 64-bit ones too;
/// moments are ISO 8601 in UTC or null; enumeration values are lower-case words joined by hyphens, null when unspecified;
/// a message that is absent is null, a text that is not known is empty.
/// </summary>
public static class MessageJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes one document and ends the line.</summary>
    public static async Task WriteAsync(Stream stream, IMessage message, CancellationToken cancellationToken)
    {
        await using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            Write(writer, message);
            await writer.FlushAsync(cancellationToken);
        }

        await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            writer.WritePropertyName(field.JsonName);
            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated)
            {
                writer.WriteStartArray();
                foreach (var item in (IEnumerable)value)
                {
                    WriteValue(writer, field, item);
                }

                writer.WriteEndArray();
            }
            else
            {
                WriteValue(writer, field, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, FieldDescriptor field, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case Timestamp at:
                writer.WriteStringValue(at.ToDateTime());
                break;
            case IMessage message:
                Write(writer, message);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case uint number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case double:
                // JSON has no infinity; a bound that is not known is none.
                writer.WriteNullValue();
                break;
            case ByteString bytes:
                writer.WriteBase64StringValue(bytes.Span);
                break;
            default:
                WriteEnumeration(writer, field.EnumType, Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteEnumeration(Utf8JsonWriter writer, EnumDescriptor type, int number)
    {
        if (number == 0)
        {
            writer.WriteNullValue();
            return;
        }

        // A value that a newer coordinator knows and this console doesn't is shown as its number.
        var name = type.FindValueByNumber(number)?.Name;
        if (name is null)
        {
            writer.WriteNumberValue(number);
            return;
        }

        var prefix = JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.Name) + "_";
        writer.WriteStringValue(name[prefix.Length..].Replace('_', '-').ToLowerInvariant());
    }
}
