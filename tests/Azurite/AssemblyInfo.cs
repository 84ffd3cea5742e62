[assembly: AssemblyTrait("Category", "Azurite")]
