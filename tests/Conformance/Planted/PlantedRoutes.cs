using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Conformance.Planted;

public static class PlantedRoutes
{
    [Breaks("route", "begins with admin"), Function("Users")]
    public static void Admin([HttpTrigger(AuthorizationLevel.Function, "get", Route = "admin/users")] HttpRequest request) => _ = request;

    [Breaks("route", "begins with runtime"), Function("Hooks")]
    public static void Runtime([HttpTrigger(AuthorizationLevel.Function, "get", Route = "/Runtime/webhooks")] HttpRequest request) => _ = request;

    [Breaks("route", "none, and the name begins with admin"), Function("AdminList")]
    public static void Default([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => _ = request;

    [Breaks("equal routes", "they differ in case and outer slashes"), Function("Get")]
    public static void Plain([HttpTrigger(AuthorizationLevel.Function, "get", Route = "work/{id}")] HttpRequest request) => _ = request;

    [Breaks("equal routes", "they differ in case and outer slashes"), Function("GetToo")]
    public static void Slashed([HttpTrigger(AuthorizationLevel.Function, "GET", "head", Route = "/Work/{id}/")] HttpRequest request) => _ = request;

    [Breaks("equal routes", "no methods, which means all"), Function("Any")]
    public static void Any([HttpTrigger(AuthorizationLevel.Function, Route = "work")] HttpRequest request) => _ = request;

    [Breaks("equal routes", "no methods, which means all"), Function("Delete")]
    public static void Delete([HttpTrigger(AuthorizationLevel.Function, "delete", Route = "work")] HttpRequest request) => _ = request;

    [Breaks("equal routes", "another's default"), Function("Workers")]
    public static void NoRoute([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => _ = request;

    [Breaks("equal routes", "another's default"), Function("ListWorkers")]
    public static void ItsName([HttpTrigger(AuthorizationLevel.Function, "get", Route = "workers")] HttpRequest request) => _ = request;

    [Breaks("ambiguous routes", "parameters of other names"), Function("ById")]
    public static void ById([HttpTrigger(AuthorizationLevel.Function, "get", Route = "work/{id}")] HttpRequest request) => _ = request;

    [Breaks("ambiguous routes", "parameters of other names"), Function("ByKey")]
    public static void ByKey([HttpTrigger(AuthorizationLevel.Function, "get", Route = "work/{key}")] HttpRequest request) => _ = request;

    [Breaks("access level", "one that is not for apps"), Function("AsUser")]
    public static void AsUser([HttpTrigger(AuthorizationLevel.User, "get")] HttpRequest request) => _ = request;
}
