using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Invocation;
using Work.Embedded.Hosting.Setup;

namespace Embedded.Tests.Hosting;

/// <summary>What the Functions host refuses, this host refuses too, at start and with the function's name.</summary>
public sealed class FunctionRuleTests
{
    private const string Anything = nameof(Candidates.Anything);

    [Theory]
    [InlineData("1st")]
    [InlineData("with space")]
    [InlineData("dot.ted")]
    [InlineData("")]
    public void A_name_is_a_letter_then_letters_digits_dashes_underscores(string name) => Assert.Contains("not valid", Fault((name, Anything)));

    [Fact]
    public void A_name_has_at_most_128_characters()
    {
        Load((new string('a', 128), Anything));
        Assert.Contains("not valid", Fault((new string('a', 129), Anything)));
    }

    [Fact]
    public void The_name_host_is_reserved() => Assert.Contains("reserved", Fault(("Host", Anything)));

    [Fact]
    public void Names_are_unique_whatever_their_case() =>
        Assert.Contains("used 2 times", Fault(("Same", Anything), ("same", nameof(Candidates.Get))));

    [Theory]
    [InlineData(nameof(Candidates.NoTrigger), "0 triggers")]
    [InlineData(nameof(Candidates.TwoTriggers), "2 triggers")]
    public void A_function_has_exactly_one_trigger(string method, string fault) => Assert.Contains(fault, Fault(("F", method)));

    [Theory]
    [InlineData(nameof(Candidates.AdminRoute), "admin")]
    [InlineData(nameof(Candidates.BadRoute), "not valid")]
    [InlineData(nameof(Candidates.StrangeParameter), "'value' of type Uri cannot be bound")]
    [InlineData(nameof(Candidates.StrangeTrigger), "'request' of type Uri cannot be bound")]
    [InlineData(nameof(Candidates.AsyncVoid), "async void")]
    public void What_cannot_be_served_is_named(string method, string fault) => Assert.Contains(fault, Fault(("F", method)));

    [Theory]
    [InlineData(nameof(Candidates.GetItem), nameof(Candidates.GetThing), true)]
    [InlineData(nameof(Candidates.GetItem), nameof(Candidates.AnyItem), true)]
    [InlineData(nameof(Candidates.GetItem), nameof(Candidates.PostItem), false)]
    [InlineData(nameof(Candidates.GetItem), nameof(Candidates.GetNumberedItem), false)]
    public void Two_functions_may_not_answer_the_same_route_and_method(string first, string second, bool clash)
    {
        (string, string)[] both = [("First", first), ("Second", second)];
        if (clash)
        {
            Assert.Contains("'First' and 'Second'", Fault(both));
        }
        else
        {
            Assert.Equal(2, Load(both).Functions.Count);
        }
    }

    [Theory]
    [InlineData(typeof(TwoWays), "2 public constructors")]
    [InlineData(typeof(NoWay), "0 public constructors")]
    [InlineData(typeof(Unfinished), "abstract")]
    public void The_class_of_a_function_can_be_made_in_one_way(Type type, string fault) =>
        Assert.Contains(fault, Assert.Single(Assert.Throws<FunctionMetadataException>(() => Load(type)).Faults), StringComparison.Ordinal);

    [Fact]
    public void Of_several_constructors_the_marked_one_counts() => Assert.Single(Load(typeof(MarkedWay)).Functions);

    [Fact]
    public void A_trigger_is_known_by_its_place_whichever_object_describes_it()
    {
        var other = typeof(MarkedWay).GetMethod(nameof(MarkedWay.Run))!.GetParameters()[0];
        Assert.Empty(ArgumentBinding.Bind(typeof(OneWay).GetMethod(nameof(OneWay.Run))!, other, TriggerKind.Timer, string.Empty).Faults);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var fault = Assert.Throws<FunctionMetadataException>(() => Load(("1st", Anything), ("F", nameof(Candidates.NoTrigger))));
        Assert.Equal(2, fault.Faults.Count);
        Assert.All(fault.Faults, one => Assert.Contains(one, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_that_does_not_exist_is_named() =>
        Assert.Contains("%Missing%", Assert.Throws<InvalidOperationException>(() => Load(("F", nameof(Candidates.MissingSetting)))).Message);

    private static string Fault(params (string Name, string Method)[] functions) =>
        Assert.Single(Assert.Throws<FunctionMetadataException>(() => Load(functions)).Faults);

    private static FunctionTable Load(params (string Name, string Method)[] functions) =>
        Load([.. functions.Select(one => (one.Name, typeof(Candidates).GetMethod(one.Method, BindingFlags.Public | BindingFlags.Static)!))]);

    private static FunctionTable Load(Type type) => Load([("F", type.GetMethod(nameof(MarkedWay.Run))!)]);

    private static FunctionTable Load(List<(string Name, MethodInfo Method)> functions) => FunctionTable.Load(functions, new SettingNames(new ConfigurationBuilder().Build()), "api");

    private sealed class OneWay
    {
        public string Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => timer.ToString() + ToString();
    }

    private sealed class TwoWays
    {
        public TwoWays()
        {
        }

        public TwoWays(IConfiguration configuration) => _ = configuration;

        public string Run([HttpTrigger] HttpRequest request) => request.Path + ToString();
    }

    private sealed class NoWay
    {
        private NoWay()
        {
        }

        public string Run([HttpTrigger] HttpRequest request) => request.Path + ToString();
    }

    private abstract class Unfinished
    {
        public string Run([HttpTrigger] HttpRequest request) => request.Path + ToString();
    }

    private sealed class MarkedWay
    {
        public MarkedWay()
        {
        }

        [ActivatorUtilitiesConstructor]
        public MarkedWay(IConfiguration configuration) => _ = configuration;

        public string Run([HttpTrigger] HttpRequest request) => request.Path + ToString();
    }

    /// <summary>Not marked as functions, so that the sample app does not start with them.</summary>
    private static class Candidates
    {
        public static string Anything([HttpTrigger] HttpRequest request) => request.Path;

        public static string Get([HttpTrigger("get", Route = "get")] HttpRequest request) => request.Path;

        public static string NoTrigger(HttpRequest request) => request.Path;

        public static string TwoTriggers([HttpTrigger] HttpRequest request, [TimerTrigger("0 0 * * * *")] TimerInfo timer) => $"{request}{timer}";

        public static string AdminRoute([HttpTrigger(Route = "admin/x")] HttpRequest request) => request.Path;

        public static string BadRoute([HttpTrigger(Route = "{a")] HttpRequest request) => request.Path;

        public static string StrangeParameter([HttpTrigger] HttpRequest request, Uri value) => $"{request}{value}";

        public static string StrangeTrigger([HttpTrigger] Uri request) => request.Host;

        public static async void AsyncVoid([HttpTrigger] HttpRequest request) => await request.Body.FlushAsync();

        public static string GetItem([HttpTrigger("get", Route = "items/{id}")] HttpRequest request, string id) => $"{request}{id}";

        public static string GetThing([HttpTrigger("GET", Route = "/Items/{name}")] HttpRequest request, string name) => $"{request}{name}";

        public static string AnyItem([HttpTrigger(Route = "items/{id}")] HttpRequest request, string id) => $"{request}{id}";

        public static string PostItem([HttpTrigger("post", Route = "items/{id}")] HttpRequest request, string id) => $"{request}{id}";

        public static string GetNumberedItem([HttpTrigger("get", Route = "items/{id:int}")] HttpRequest request, int id) => $"{request}{id}";

        public static void MissingSetting([TimerTrigger("%Missing%")] TimerInfo timer) => timer.ToString();
    }
}
