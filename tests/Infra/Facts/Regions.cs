namespace Infra.Tests.Facts;

/// <summary>Azure's regions by name. <c>global</c> is none: some resources lie nowhere else.</summary>
internal static class Regions
{
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(
        """
        australiacentral australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth brazilsoutheast canadacentral canadaeast centralindia centralus
        chilecentral eastasia eastus eastus2 francecentral francesouth germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast
        japanwest jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth northcentralus northeurope norwayeast norwaywest polandcentral
        qatarcentral southafricanorth southafricawest southcentralus southeastasia southindia spaincentral swedencentral switzerlandnorth switzerlandwest
        uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);
}
