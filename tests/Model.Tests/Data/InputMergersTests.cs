using System.Diagnostics;
using System.Text.Json;
using Work.Model;

namespace Model.Tests.Data;

public sealed class InputMergersTests
{
    private const int Most = 10_240;

    [Fact]
    public void Overwriting_lets_the_later_output_win_over_own_input() =>
        Merges(InputMerger.Overwriting, """{"a":3,"b":[1],"c":null,"d":"x"}""", """{"a":1,"b":true}""", """{"a":2,"b":[1],"c":null}""", """{"a":3,"d":"x"}""");

    [Theory]
    [InlineData(InputMerger.Overwriting)]
    [InlineData(InputMerger.ArrayCreating)]
    public void Nothing_merges_to_the_empty_object(InputMerger kind)
    {
        Merges(kind, "{}", null);
        Merges(kind, "{}", null, null, null);
        Merges(kind, "{}", "{}", "{}");
    }

    [Fact]
    public void Array_creating_makes_single_values_arrays_even_of_own_input_alone() =>
        Merges(InputMerger.ArrayCreating, """{"a":["x"],"b":[1,2],"c":[null],"d":[{"e":1}],"f":[]}""", """{"a":"x","b":[1,2],"c":null,"d":{"e":1},"f":[]}""");

    [Theory]
    [InlineData("1", "2", "[1,2]")]
    [InlineData("1", "2.5", "[1,2.5]")]
    [InlineData("[1,2]", "3", "[1,2,3]")]
    [InlineData("1", "[2,3]", "[1,2,3]")]
    [InlineData("[1]", "[2]", "[1,2]")]
    [InlineData("\"x\"", "null", "[\"x\",null]")]
    [InlineData("[null]", "\"x\"", "[null,\"x\"]")]
    [InlineData("true", "false", "[true,false]")]
    [InlineData("{}", "{\"y\":1}", "[{},{\"y\":1}]")]
    [InlineData("[]", "1", "[1]")]
    [InlineData("[1]", "[]", "[1]")]
    [InlineData("[[1]]", "[[2]]", "[[1],[2]]")]
    public void Array_creating_joins_values_of_one_kind(string first, string second, string merged) =>
        Merges(InputMerger.ArrayCreating, $$"""{"k":{{merged}}}""", $$"""{"k":{{first}}}""", $$"""{"k":{{second}}}""");

    [Theory]
    [InlineData("1", "\"x\"")]
    [InlineData("1", "null")]
    [InlineData("true", "1")]
    [InlineData("{}", "\"x\"")]
    [InlineData("[1]", "\"x\"")]
    [InlineData("[1]", "[\"x\"]")]
    [InlineData("[1,\"x\"]", "1")]
    [InlineData("[1,\"x\"]", "[1,\"x\"]")]
    [InlineData("[[1]]", "1")]
    public void Array_creating_fails_naming_the_key_when_kinds_differ(string first, string second)
    {
        var result = Merge(InputMerger.ArrayCreating, Most, $$"""{"fine":1,"k":{{first}}}""", $$"""{"k":{{second}}}""");
        Assert.Equal("inputMergerClash", result.Error?.Type);
        Assert.Contains("'k'", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mixed_array_that_nothing_joins_is_kept() => Merges(InputMerger.ArrayCreating, """{"k":[1,"x"]}""", """{"k":[1,"x"]}""", "{}");

    [Fact]
    public void Values_join_in_the_order_own_first_then_outputs_as_given() =>
        Merges(InputMerger.ArrayCreating, """{"k":["own","a","b"]}""", """{"k":"own"}""", """{"k":"a"}""", null, """{"k":"b"}""");

    [Theory]
    [InlineData(InputMerger.Overwriting, """{"k":"1234567"}""", null)]
    [InlineData(InputMerger.Overwriting, """{"a":"1"}""", """{"b":1}""")]
    [InlineData(InputMerger.ArrayCreating, """{"k":"12345"}""", null)]
    public void A_merge_fits_at_the_limit_and_fails_one_byte_over_it(InputMerger kind, string own, string? output)
    {
        var merged = Merge(kind, Most, own, output);
        var bytes = System.Text.Encoding.UTF8.GetByteCount(merged.Input!.Value.GetRawText());
        Assert.True(Merge(kind, bytes, own, output).IsMerged);
        Assert.Equal("mergedInputTooLarge", Merge(kind, bytes - 1, own, output).Error?.Type);
    }

    [Theory]
    [InlineData("""{"k":"\ud800","\udfff":1}""")]
    [InlineData("""{"\u00e9😀":"😀"}""")]
    public void Odd_texts_pass_through_as_they_were_written(string odd)
    {
        Assert.Equal(odd, Merge(InputMerger.Overwriting, Most, odd, "{}").Input?.GetRawText());
        Assert.True(Merge(InputMerger.ArrayCreating, Most, odd, odd).IsMerged);
    }

    [Fact]
    public void A_key_is_the_same_however_it_is_escaped() =>
        Merges(InputMerger.ArrayCreating, """{"é":[1,2]}""", """{"é":1}""", """{"\u00e9":2}""");

    [Fact]
    public void Ten_thousand_outputs_merge_at_once()
    {
        var outputs = Enumerable.Range(0, 10_000).Select(i => (JsonElement?)JsonElement.Parse($$"""{"n":{{i}},"own{{i}}":[{{i}}]}""")).ToList();
        var watch = Stopwatch.StartNew();
        var result = InputMergers.Merge(InputMerger.ArrayCreating, null, outputs, int.MaxValue);
        Assert.Equal(10_000, result.Input!.Value.GetProperty("n").GetArrayLength());
        Assert.Equal(9_999, result.Input.Value.GetProperty("n")[9_999].GetInt32());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static void Merges(InputMerger kind, string expected, string? own, params string?[] outputs) =>
        Assert.Equal(expected, Merge(kind, Most, own, outputs).Input?.GetRawText());

    private static MergeResult Merge(InputMerger kind, int most, string? own, params string?[] outputs) =>
        InputMergers.Merge(kind, Element(own), [.. outputs.Select(Element)], most);

    private static JsonElement? Element(string? json) => json is null ? null : JsonElement.Parse(json);
}
