global using Work.Embedded.Engine;
